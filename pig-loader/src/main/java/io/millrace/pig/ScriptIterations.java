package io.millrace.pig;

import io.millrace.split.JobIteration;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.pig.impl.plan.OperatorPlan;
import org.apache.pig.impl.util.UDFContext;
import org.apache.pig.tools.pigstats.JobStats;
import org.apache.pig.tools.pigstats.OutputStats;
import org.apache.pig.tools.pigstats.PigProgressNotificationListener;
import org.apache.pig.tools.pigstats.PigStats;
import org.apache.pig.tools.pigstats.ScriptState;

/**
 * The iterations that a script reads, in the JVM that runs the script. When all jobs of a launch (what Pig starts for the
 * STOREs and DUMPs that it runs together) have ended well, its {@link ScriptOutputs records} are put, and then the iterations of the
 * launch are committed together; when one fails, nothing is put and none is committed. What fails of this is thrown, which makes the
 * script fail. Thread-safe.
 */
final class ScriptIterations implements PigProgressNotificationListener {
    private static final String SCRIPT_ID = "pig.script.id";
    /** How the ids of Pig's DAGs begin. */
    private static final String DAG_ID = "job_";

    /** By script: the configurations of the reads that were planned since its present launch began. */
    private static final Map<String, Queue<Configuration>> PLANNED = new ConcurrentHashMap<>();

    /**
     * Sees to it that the script of this thread puts and commits at its end.
     *
     * @return the script; empty in its tasks
     */
    static Optional<ScriptState> watch() {
        Optional<ScriptState> script =
                UDFContext.getUDFContext().isFrontend() ? Optional.ofNullable(ScriptState.get()) : Optional.empty();
        script.filter(one -> one.getAllListeners().stream().noneMatch(ScriptIterations.class::isInstance))
                .ifPresent(one -> one.registerListener(new ScriptIterations()));
        return script;
    }

    /** Notes a read that {@link JobIteration} has planned with this configuration. */
    static void note(Configuration planned) {
        // Tez makes splits in the script's own thread, before the script's id is in a configuration; MapReduce in
        // another one.
        ScriptState state = ScriptState.get();
        String script = planned.get(SCRIPT_ID, state == null ? null : state.getId());
        if (script != null) {
            PLANNED.computeIfAbsent(script, id -> new ConcurrentLinkedQueue<>()).add(new Configuration(planned));
        }
    }

    @Override
    public void launchStartedNotification(String scriptId, int jobs) {
        PLANNED.remove(scriptId);
        ScriptOutputs.begin(scriptId);
    }

    @Override
    public void launchCompletedNotification(String scriptId, int succeeded) {
        Queue<Configuration> planned = PLANNED.remove(scriptId);
        ReadIterations read = planned == null ? new ReadIterations() : JobIteration.read(List.copyOf(planned));
        try {
            end(ScriptOutputs.end(scriptId), read, PigStats.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void end(ScriptOutputs outputs, ReadIterations read, PigStats stats) throws IOException {
        // Of a DAG of Tez that was killed or lost, Pig (0.18) notifies no failure; other ones may have succeeded.
        if (stats.isSuccessful()) {
            if (isLost(stats)) {
                outputs.giveUp();
                throw new IOException(
                        "nothing is put into streams, and no iteration is committed, because nobody knows how"
                                + " a DAG has ended: its master was lost, and its history with it");
            }
            outputs.publish(read);
            // Those that were committed with what was put once more, which changes nothing.
            read.commit();
        } else if (outputs.giveUp()) {
            // Pig takes a STORE for done whose own job has ended well.
            throw new IOException(
                    "nothing is put into the script's streams, and no iteration is committed, because not all"
                            + " jobs that Pig launched together have ended well");
        }
    }

    /**
     * Whether nobody has told how a DAG has ended. Tez's client (0.10) takes a DAG for done whose application has ended well, which it also
     * does when a master that has nothing of the history of the one before has waited long enough for a DAG. There are no counters then. Nor are there
     * of a native job (statement MAPREDUCE), which has its command for an id.
     */
    @SuppressWarnings("deprecation")
    private static boolean isLost(PigStats stats) {
        if (!ScriptState.get().getPigContext().getExecType().name().startsWith("TEZ")) {
            return false;
        }
        for (JobStats dag : stats.getJobGraph()) {
            if (dag.getHadoopCounters() == null
                    && String.valueOf(dag.getJobId()).startsWith(DAG_ID)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void initialPlanNotification(String scriptId, OperatorPlan<?> plan) {}

    @Override
    public void jobsSubmittedNotification(String scriptId, int jobs) {}

    @Override
    public void jobStartedNotification(String scriptId, String job) {}

    @Override
    public void jobFailedNotification(String scriptId, JobStats job) {}

    @Override
    public void jobFinishedNotification(String scriptId, JobStats job) {}

    @Override
    public void outputCompletedNotification(String scriptId, OutputStats output) {}

    @Override
    public void progressUpdatedNotification(String scriptId, int progress) {}
}
