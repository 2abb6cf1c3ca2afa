"""What the server does around the pages: headers, memory, who may enter, what is recorded."""
