#!/bin/sh
# Ends what a run of xtask has started, however that run ends.
#
# xtask holds the other end of this script's standard input for as long as it lives. When the input ends
# (the run is over, Ctrl-C, or the process was killed) everything named on it is stopped, newest first, and
# then the temporary folders are removed. Lines: `stop SIGNAL PID`, `forget PID`, `folder PATH`. A negative
# PID is a process group.
trap '' INT TERM HUP
stops=
folders=
newline='
'
while read -r word first second; do
    case $word in
    stop) stops="$first:$second $stops" ;;
    forget)
        kept=
        for stop in $stops; do
            [ "${stop#*:}" = "$first" ] || kept="$kept$stop "
        done
        stops=$kept
        ;;
    folder) folders="$folders$first${second:+ $second}$newline" ;;
    esac
done

for stop in $stops; do
    kill -s "${stop%%:*}" -- "${stop#*:}" 2>/dev/null
done
for stop in $stops; do
    waited=0
    while kill -s 0 -- "${stop#*:}" 2>/dev/null; do
        waited=$((waited + 1))
        if [ "$waited" -gt 100 ]; then
            kill -s KILL -- "${stop#*:}" 2>/dev/null
            break
        fi
        sleep 0.1
    done
done
printf '%s' "$folders" | while IFS= read -r folder; do
    rm -rf -- "$folder"
done
