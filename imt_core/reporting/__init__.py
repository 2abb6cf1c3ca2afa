"""What a reader takes away: tables, charts, documents. May import analyses, intake and below."""
