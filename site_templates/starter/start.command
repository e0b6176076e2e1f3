#!/bin/sh
# @ABOUT@ Double-click it.
# Written by "media-pipeline init": after the program was installed anew, delete the folder "start" and run that again.
school=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
program=@PROGRAM@
if [ -n "$program" ] && "$program" -P -m media_pipeline --version >/dev/null 2>&1; then
    "$program" -P -m media_pipeline @COMMAND@ -w "$school"
    ended=$?
elif media-pipeline --version >/dev/null 2>&1; then
    media-pipeline @COMMAND@ -w "$school"
    ended=$?
else
    echo
    echo "The program media-pipeline is not installed for you on this computer."
    echo "Ask whoever looks after it to install it; docs/install.md says how."
    ended=127
fi
echo
case $ended in
    0) echo "Done." ;;
    127) ;;
    *) echo "It did not work. What is written above says why, and what to try." ;;
esac
printf 'Press Enter to close this window. '
read -r _
exit "$ended"
