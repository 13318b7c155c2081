-- Puts the errors of a web server's access log into another stream, the page as partition key: of each run, what is new since
-- the last one. The records are put when the job has ended well, all or none, and then the iteration is committed.
-- Parameters: stream, errors (the other stream).

set kinesis.checkpoint.enabled true;
set kinesis.checkpoint.metastore.table.name iterations;
set kinesis.checkpoint.logical.name errors-to-stream;
set kinesis.checkpoint.iteration.no next;

lines = LOAD '$stream' USING io.millrace.pig.KinesisStreamLoader()
        AS (line:chararray, kinesis_timestamp:long);

requests = FOREACH lines GENERATE kinesis_timestamp AS arrived, FLATTEN(REGEX_EXTRACT_ALL(line,
               '^\\S+ \\S+ \\S+ \\[[^\\]]+\\] "\\S+ (\\S+)[^"]*" (\\d{3}) .*$')) AS (page:chararray, status:int);
errors   = FILTER requests BY status >= 400;

STORE errors INTO '$errors' USING io.millrace.pig.KinesisStreamStorage('page');
