package io.millrace.cascading;

import cascading.flow.Flow;
import cascading.flow.FlowListener;
import io.millrace.split.JobIteration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;

/**
 * Commits the iterations that a flow has read, all together, when it has ended well and its sinks are committed: {@code
 * flow.addListener(new FlowIterations())}. A flow that fails or is stopped commits none, and neither does one without this
 * listener. A commit that fails fails the flow, with an exception of Cascading's that leaves the reason to its log. Thread-safe.
 */
public final class FlowIterations implements FlowListener {
    private static final String FLOW = "cascading.flow.id";
    /**
     * By flow that runs with this listener: the configurations of the reads that were planned in this JVM, which is the one
     * that runs the flow.
     */
    private static final Map<String, Queue<Configuration>> PLANNED = new ConcurrentHashMap<>();

    /** Notes a read that {@link JobIteration} has planned with this configuration. */
    static void note(Configuration planned) {
        Queue<Configuration> reads = PLANNED.get(planned.get(FLOW, ""));
        if (reads != null) {
            reads.add(new Configuration(planned));
        }
    }

    /**
     * Makes sure that a flow that runs with this listener may still commit what it has read, before its sinks are committed.
     *
     * @param flow its configuration
     */
    static void check(Configuration flow) {
        Queue<Configuration> reads = PLANNED.get(flow.get(FLOW, ""));
        if (reads != null) {
            reads.forEach(JobIteration::checkCommittable);
        }
    }

    @Override
    public void onStarting(@SuppressWarnings("rawtypes") Flow flow) {
        PLANNED.put(flow.getID(), new ConcurrentLinkedQueue<>());
    }

    @Override
    public void onStopping(@SuppressWarnings("rawtypes") Flow flow) {}

    @Override
    public void onCompleted(@SuppressWarnings("rawtypes") Flow flow) {
        Queue<Configuration> planned = PLANNED.remove(flow.getID());
        if (planned != null && flow.getFlowStats().isSuccessful()) {
            JobIteration.commitAll(List.copyOf(planned));
        }
    }

    /** The flow's own business. */
    @Override
    public boolean onThrowable(@SuppressWarnings("rawtypes") Flow flow, Throwable failure) {
        return false;
    }
}
