@echo off
rem aether: starts the command line of this clone with a JDK 25 or newer; builds when the jar is missing,
rem or older than a pom.xml or a main source. AETHER_JAVA_HOME: the JDK to use. AETHER_JAVA_OPTS: more
rem flags for Java. AETHER_NO_BUILD=1: never build, and look for nothing newer, which saves half a second.
setlocal EnableExtensions DisableDelayedExpansion
set "NEEDED=25"
set "BASE=%~dp0"
set "JAR=%BASE%aether-cli\target\aether-cli.jar"
set "JDK="
set "FOUND="

if not defined AETHER_JAVA_HOME goto :search
call :consider "%AETHER_JAVA_HOME%"
if defined JDK goto :found
>&2 echo aether: AETHER_JAVA_HOME=%AETHER_JAVA_HOME% is not a JDK %NEEDED% or newer; point it at one, or unset it
exit /b 1

:search
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :consider "%%~dp$PATH:J.."
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk-*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*") do call :consider "%%~D"
if defined JDK goto :found
if not defined FOUND set "FOUND=none"
>&2 echo aether: needs a JDK %NEEDED% or newer, found: %FOUND%; install one, or set AETHER_JAVA_HOME to where it is
exit /b 1

:found
if not exist "%JAR%" goto :build
if "%AETHER_NO_BUILD%"=="1" goto :run
powershell -NoProfile -Command "$j = (Get-Item -LiteralPath $env:JAR).LastWriteTime; if (Get-ChildItem -Recurse -File -Path (Join-Path $env:BASE 'pom.xml'), (Join-Path $env:BASE 'aether-*\pom.xml'), (Join-Path $env:BASE 'aether-*\src\main') | Where-Object { $_.LastWriteTime -gt $j } | Select-Object -First 1) { exit 3 }" >nul 2>nul
if not "%ERRORLEVEL%"=="3" goto :run

:build
where mvn >nul 2>nul
if errorlevel 1 (
  >&2 echo aether: has to be built, but there is no mvn on the PATH; install Maven 3.8 or newer
  exit /b 1
)
if not exist "%BASE%target" mkdir "%BASE%target"
>&2 echo aether: building (once, about a minute; log in %BASE%target\launcher-build.log) ...
pushd "%BASE%"
set "OUTER_JAVA_HOME=%JAVA_HOME%"
set "JAVA_HOME=%JDK%"
call mvn -B -q -DskipTests -Daether.quick package >"%BASE%target\launcher-build.log" 2>&1 <nul
set "FAILED=%ERRORLEVEL%"
set "JAVA_HOME=%OUTER_JAVA_HOME%"
popd
if "%FAILED%"=="0" if exist "%JAR%" goto :run
>&2 findstr /b /c:"[ERROR]" "%BASE%target\launcher-build.log"
>&2 echo aether: the build failed; all of it is in %BASE%target\launcher-build.log
exit /b 1

:run
set "TIER=-XX:TieredStopAtLevel=1"
for %%L in (observatory stargazer operator demo) do if /i "%~1"=="%%L" set "TIER="
"%JDK%\bin\java.exe" -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=error:stderr -XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto %TIER% %AETHER_JAVA_OPTS% -cp "%JAR%" aether.cli.Aether %*
exit /b %ERRORLEVEL%

rem :consider HOME sets JDK, unless it is set, when the release file of HOME names a fitting version.
:consider
if defined JDK exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "usebackq tokens=2 delims==" %%V in (`findstr /b /c:"JAVA_VERSION=" "%~1\release"`) do for /f "delims=.-+_" %%M in ("%%~V") do (
  if %%M GEQ %NEEDED% (set "JDK=%~f1") else (set "FOUND=Java %%~V in %~1")
)
exit /b 0
