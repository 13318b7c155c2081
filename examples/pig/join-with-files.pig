-- Clicks of a stream, as JSON, joined with the campaigns of a file.
-- Parameters: stream, campaigns (a tab-separated file: id, name), output.

clicks = LOAD '$stream' USING io.millrace.pig.KinesisStreamLoader('kinesis.pig.format=json')
         AS (campaign:int, user:chararray, cost:double);
campaigns = LOAD '$campaigns' AS (id:int, name:chararray);

joined  = JOIN clicks BY campaign, campaigns BY id USING 'replicated';
sums    = FOREACH (GROUP joined BY name) GENERATE group AS name, COUNT(joined) AS clicks, SUM(joined.cost) AS cost;
ordered = ORDER sums BY name;

STORE ordered INTO '$output';
