package io.millrace.hive.insert;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamException;
import io.millrace.config.ConnectorConfig;
import io.millrace.hive.statement.LastTask;
import io.millrace.hive.statement.QueryStreams;
import io.millrace.hive.table.QueryTable;
import io.millrace.publish.AreaPublisher;
import io.millrace.publish.PublishSettings;
import io.millrace.publish.Published;
import io.millrace.publish.StagingArea;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.hive.ql.lockmgr.HiveTxnManager;
import org.apache.hadoop.hive.ql.lockmgr.LockException;
import org.apache.hadoop.hive.ql.session.SessionState;

/** Puts the staged rows of an INSERT into their streams. When it fails, what was not published yet is kept. */
final class PublishTask extends LastTask {
    private static final long serialVersionUID = 1L;

    private final transient Map<QueryTable, Properties> tables;
    private final transient Map<QueryTable, Properties> read;
    private final transient StagingArea area;
    private transient volatile Thread runner;

    /**
     * @param tables the tables that the statement writes, each with its properties
     * @param read those that it reads
     */
    PublishTask(Map<QueryTable, Properties> tables, Map<QueryTable, Properties> read, StagingArea area) {
        this.tables = tables;
        this.read = read;
        this.area = area;
    }

    @Override
    public int execute() {
        runner = Thread.currentThread();
        try {
            area.checkBegun();
            checkTransaction();
            return publish(QueryStreams.read(read, conf));
        } catch (IOException | IllegalArgumentException | StreamException | CheckpointException | LockException e) {
            forget();
            return failed("the rows could not be put into the stream", e);
        } finally {
            runner = null;
        }
    }

    /** The tables that the statement reads may be in one, which Hive finds to be aborted only when it commits it: too late for the records. */
    private static void checkTransaction() throws LockException {
        HiveTxnManager transactions = SessionState.get().getTxnMgr();
        if (transactions.isTxnOpen()) {
            transactions.heartbeat();
        }
    }

    private int publish(ReadIterations iterations) throws IOException {
        List<AreaPublisher.Sink> sinks = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        try {
            for (Map.Entry<QueryTable, Properties> table : tables.entrySet()) {
                ConnectorConfig config = table.getKey().parse(QueryTable.merged(table.getValue(), conf));
                String sink = table.getKey().digest();
                sinks.add(new AreaPublisher.Sink(
                        sink,
                        SdkStreamWriter.open(config),
                        config.writing(),
                        new PublishSettings(table.getKey().settings())));
                names.put(sink, config.stream().toString());
            }
            AreaPublisher publisher = AreaPublisher.begin(area, sinks, iterations);
            for (AreaPublisher.Sink sink : sinks) {
                Published published = publisher.publish(sink.name());
                console.printInfo("Stream " + names.get(sink.name()) + ": " + published);
            }
            return finish(publisher);
        } finally {
            sinks.forEach(sink -> sink.stream().close());
        }
    }

    /** Hive tells no hook of most failures. */
    private void forget() {
        try {
            if (!area.isInPublication()) {
                area.delete();
            }
        } catch (IOException e) {
            console.printError("what was staged in " + area.folder() + " can't be deleted: " + e.getMessage());
        }
    }

    /** The iterations are committed here, so that the area is there until that is done. */
    private int finish(AreaPublisher publisher) {
        try {
            publisher.finish();
            return 0;
        } catch (IOException | CheckpointException e) {
            return failed("the rows were put, but the statement could not be ended", e);
        }
    }

    /** The statement is cancelled. */
    @Override
    public void shutdown() {
        super.shutdown();
        Thread running = runner;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public String getName() {
        return "PUBLISH RECORDS";
    }
}
