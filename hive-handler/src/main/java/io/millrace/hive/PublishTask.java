package io.millrace.hive;

import io.millrace.client.SdkStreamWriter;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.ConnectorConfig;
import io.millrace.publish.PublishSettings;
import io.millrace.publish.Published;
import io.millrace.publish.Publisher;
import io.millrace.publish.StagingArea;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.exec.Task;
import org.apache.hadoop.hive.ql.exec.TaskFactory;
import org.apache.hadoop.hive.ql.plan.api.StageType;

/**
 * The task of an INSERT that puts the staged rows into their streams, once all its other tasks have ended well. It runs in
 * the JVM that drives the statement and never travels. When it fails, the statement fails, and what was not published yet
 * is kept.
 */
final class PublishTask extends Task<PublishTask.Work> {
    private static final long serialVersionUID = 1L;

    private final transient Map<QueryTable, Properties> tables;
    private final transient StagingArea area;
    private transient volatile Thread runner;

    private PublishTask(Map<QueryTable, Properties> tables, StagingArea area) {
        this.tables = tables;
        this.area = area;
    }

    /** Nothing: what a task of Hive is made for, which Hive wants to be there. */
    static final class Work implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Puts the publishing behind the last tasks of a statement that has not begun to run.
     *
     * @param tables the tables that it writes, each with its properties
     */
    static void addTo(QueryPlan plan, Map<QueryTable, Properties> tables, StagingArea area) {
        PublishTask publish = new PublishTask(tables, area);
        publish.setId("Stage-" + TaskFactory.getAndIncrementId());
        publish.setWork(new Work());
        List<Task<?>> last = Task.findLeafs(plan.getRootTasks());
        last.forEach(task -> task.addDependentTask(publish));
    }

    @Override
    public int execute() {
        runner = Thread.currentThread();
        try {
            for (Map.Entry<QueryTable, Properties> table : tables.entrySet()) {
                publish(table.getKey(), table.getValue());
            }
            area.discard();
            return 0;
        } catch (IOException | IllegalArgumentException | StreamException e) {
            setException(e);
            setDiagnosticMessage("the rows could not be put into the stream: " + e.getMessage());
            return 1;
        } finally {
            runner = null;
        }
    }

    private void publish(QueryTable table, Properties properties) throws IOException {
        ConnectorConfig config = table.parse(QueryTable.merged(properties, getConf()));
        try (StreamWriter stream = SdkStreamWriter.open(config)) {
            Published published = new Publisher(area, table.digest(), stream, config.writing(), WriteCounter.Meter.NONE)
                    .publish(new PublishSettings(table.settings()));
            console.printInfo("Stream " + config.stream() + ": " + published);
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

    /** Behind all others, by itself. */
    @Override
    public boolean canExecuteInParallel() {
        return false;
    }

    @Override
    public StageType getType() {
        return StageType.FUNC;
    }

    @Override
    public String getName() {
        return "PUBLISH RECORDS";
    }
}
