package io.millrace.pig;

import io.millrace.split.JobIteration;
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
import org.apache.pig.tools.pigstats.ScriptState;

/**
 * The iterations that a script reads, in the JVM that runs the script. When all jobs of a launch (what Pig starts for the
 * STOREs and DUMPs that it runs together) have ended well, those of the launch are committed together; when one fails,
 * none is. A commit that fails is thrown, which makes the script fail. Thread-safe.
 */
final class ScriptIterations implements PigProgressNotificationListener {
    private static final String SCRIPT_ID = "pig.script.id";
    /** By script: the configurations of the reads that were planned since its present launch began. */
    private static final Map<String, Queue<Configuration>> PLANNED = new ConcurrentHashMap<>();

    private volatile boolean failed;

    /** Sees to it that the script of this thread, if any, commits. */
    static void watch() {
        ScriptState script = UDFContext.getUDFContext().isFrontend() ? ScriptState.get() : null;
        if (script != null && script.getAllListeners().stream().noneMatch(ScriptIterations.class::isInstance)) {
            script.registerListener(new ScriptIterations());
        }
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
        failed = false;
        PLANNED.remove(scriptId);
    }

    @Override
    public void jobFailedNotification(String scriptId, JobStats job) {
        failed = true;
    }

    @Override
    public void launchCompletedNotification(String scriptId, int succeeded) {
        Optional<Queue<Configuration>> planned = Optional.ofNullable(PLANNED.remove(scriptId));
        if (!failed && succeeded > 0) {
            planned.ifPresent(reads -> JobIteration.read(List.copyOf(reads)).commit());
        }
    }

    @Override
    public void initialPlanNotification(String scriptId, OperatorPlan<?> plan) {}

    @Override
    public void jobsSubmittedNotification(String scriptId, int jobs) {}

    @Override
    public void jobStartedNotification(String scriptId, String job) {}

    @Override
    public void jobFinishedNotification(String scriptId, JobStats job) {}

    @Override
    public void outputCompletedNotification(String scriptId, OutputStats output) {}

    @Override
    public void progressUpdatedNotification(String scriptId, int progress) {}
}
