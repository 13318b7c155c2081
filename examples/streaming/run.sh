#!/bin/sh
# Counts the errors of each page in what is new in a stream, with mapper and reducer as programs of their own. Each run takes
# the next iteration and commits it when the job has ended well.
#
#   run.sh STREAM OUTPUT-FOLDER [-D key=value ...]
#
# Needs `hadoop` on the PATH or its command in HADOOP, and MILLRACE_JAR and STREAMING_JAR: the connector's jar and Hadoop's
# hadoop-streaming jar. In a checkout that is built, both are found by themselves.
# OUTPUT_FORMAT chooses another format than text files, for instance io.millrace.mapred.KinesisTextOutputFormat.
# MAPPER chooses another mapper: errors_by_page.py (for nodes with Python 3) or errors_by_page.sh. REDUCER chooses another reducer:
# count.sh (all pages) or top.sh (the ten with the most errors).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
# What is missing is told below.
: "${MILLRACE_JAR:=$(find "$root/connector/target" -maxdepth 1 -name 'millrace-[0-9]*.jar' 2>/dev/null | head -n 1)}"
: "${STREAMING_JAR:=$(tr ':' '\n' 2>/dev/null <"$root/local-hadoop/target/runtime.classpath" | grep '/hadoop-streaming-[^/]*$')}"
: "${MILLRACE_JAR:?the path of millrace-VERSION.jar}" "${STREAMING_JAR:?the path of hadoop-streaming-VERSION.jar}"
[ $# -ge 2 ] || { echo "usage: run.sh STREAM OUTPUT-FOLDER [-D key=value ...]" >&2; exit 2; }
stream=$1
output=$2
shift 2
mapper=${MAPPER:-errors_by_page.py}
reducer=${REDUCER:-count.sh}
case $mapper in
    *.py) command="python3 $mapper" ;;
    *) command="sh $mapper" ;;
esac

# Streaming wants an -input whatever the format; this one does not look at it.
# The committer of iterations stands around Hadoop's own.
# HADOOP may be of several words, such as bin/millrace hadoop.
# shellcheck disable=SC2086
exec ${HADOOP:-hadoop} jar "$STREAMING_JAR" \
    -libjars "$MILLRACE_JAR" \
    -D kinesis.stream.name="$stream" \
    -D kinesis.checkpoint.enabled=true \
    -D kinesis.checkpoint.metastore.table.name=iterations \
    -D kinesis.checkpoint.logical.name=errors-by-page \
    -D kinesis.checkpoint.iteration.no=next \
    -D mapred.output.committer.class=io.millrace.mapred.IterationCommitter \
    "$@" \
    -files "$here/$mapper,$here/count.sh,$here/top.sh" \
    -input stream \
    -inputformat io.millrace.mapred.KinesisTextInputFormat \
    -output "$output" ${OUTPUT_FORMAT:+-outputformat "$OUTPUT_FORMAT"} \
    -mapper "$command" \
    -reducer "sh $reducer"
