-- The ten pages with the most errors in a web server's access log: of the whole retained stream, or of an iteration, when
-- settings (-D, or set) ask for one.
-- Parameters: stream, output (a folder that does not exist yet).

lines = LOAD '$stream' USING io.millrace.pig.KinesisStreamLoader() AS (line:chararray);

requests = FOREACH lines GENERATE FLATTEN(REGEX_EXTRACT_ALL(line,
               '^\\S+ \\S+ \\S+ \\[[^\\]]+\\] "\\S+ (\\S+)[^"]*" (\\d{3}) .*$')) AS (page:chararray, status:int);
errors   = FILTER requests BY status >= 400;
pages    = FOREACH (GROUP errors BY page) GENERATE group AS page, COUNT(errors) AS errors;
ordered  = ORDER pages BY errors DESC, page;
top      = LIMIT ordered 10;

STORE top INTO '$output';
