-- Appends what is new in a stream to a folder, a run at a time: each run takes the next iteration and commits it when the
-- script has ended well. A run that fails moves nothing; the next one reads the same records again.
-- Parameters: stream, output (a folder of this run alone).

set kinesis.checkpoint.enabled true;
set kinesis.checkpoint.metastore.table.name iterations;
set kinesis.checkpoint.logical.name pig-load;
set kinesis.checkpoint.iteration.no next;

lines = LOAD '$stream' USING io.millrace.pig.KinesisStreamLoader()
        AS (line:chararray, kinesis_shard_id:chararray, kinesis_sequence_number:chararray);

STORE lines INTO '$output';
