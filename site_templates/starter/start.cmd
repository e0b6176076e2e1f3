@echo off
rem @ABOUT@ Double-click it.
rem Written by "media-pipeline init": after the program was installed anew, delete the folder "start" and run that again.
setlocal
set "PYTHONUTF8=1"
set "SCHOOL=%~dp0.."
set "PROGRAM=@PROGRAM@"
if not defined PROGRAM goto path
"%PROGRAM%" -P -m media_pipeline --version >nul 2>nul
if errorlevel 1 goto path
"%PROGRAM%" -P -m media_pipeline @COMMAND@ -w "%SCHOOL%"
goto ended
:path
media-pipeline --version >nul 2>nul
if errorlevel 1 goto missing
media-pipeline @COMMAND@ -w "%SCHOOL%"
:ended
if not "%errorlevel%"=="0" goto failed
echo.
echo Done.
goto close
:missing
echo.
echo The program media-pipeline is not installed for you on this computer.
echo Ask whoever looks after it to install it; docs/install.md says how.
goto close
:failed
echo.
echo It did not work. What is written above says why, and what to try.
:close
echo.
pause
