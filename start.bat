@echo off
rem Installs into .venv beside this file where needed, and opens the dashboard. Not tried by a test.
cd /d "%~dp0"
if exist .venv\Scripts\python.exe goto install
for %%V in (3.13 3.12 3.11) do (
    py -%%V -m venv .venv 2>nul && goto install
)
python -m venv .venv || goto failed

:install
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check -r requirements.txt || goto failed
.venv\Scripts\streamlit run server.py
exit /b

:failed
echo.
echo Python 3.11, 3.12 or 3.13 is needed, and the packages in requirements.txt.
pause
exit /b 1
