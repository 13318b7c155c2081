package io.millrace.pig;

import io.millrace.publish.JobPublishing;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.pig.tools.pigstats.ScriptState;

/**
 * What the jobs of one launch of a script have staged for streams. The jobs leave it to the JVM that runs the script, because only
 * there it is known whether all of them have ended well, and which iterations they have read. Not thread-safe but for {@link #note}.
 */
final class ScriptOutputs {
    /** Part of a staging folder's name for a STORE that was never checked, of which nothing can be staged. */
    private static final String RUN = "pig";
    /** Scripts in a launch. */
    private static final Set<String> LAUNCHED = ConcurrentHashMap.newKeySet();
    /** By script and by STORE: the configurations of its jobs' outputs since its present launch began. */
    private static final Map<String, Map<String, Configuration>> NOTED = new ConcurrentHashMap<>();

    private final List<JobPublishing> stores;

    private ScriptOutputs(List<JobPublishing> stores) {
        this.stores = stores;
    }

    /** Notes a STORE that Pig makes a job of, once however often Pig asks for it. */
    static void note(ScriptState script, Configuration store) {
        NOTED.computeIfAbsent(script.getId(), id -> new ConcurrentHashMap<>())
                .putIfAbsent(store.get(JobPublishing.PART), new Configuration(store));
    }

    /** Whether a STORE was noted in a launch that goes on. */
    static boolean isNoted(ScriptState script, Configuration store) {
        return LAUNCHED.contains(script.getId())
                && NOTED.getOrDefault(script.getId(), Map.of()).containsKey(store.get(JobPublishing.PART));
    }

    /** Forgets what was noted before a launch, such as what Pig has only checked or explained. */
    static void begin(String scriptId) {
        NOTED.remove(scriptId);
        LAUNCHED.add(scriptId);
    }

    /** Those that were noted since the launch began, which has ended. */
    static ScriptOutputs end(String scriptId) throws IOException {
        LAUNCHED.remove(scriptId);
        Map<String, Configuration> noted = NOTED.remove(scriptId);
        List<JobPublishing> stores = new ArrayList<>();
        if (noted != null) {
            for (Configuration store : noted.values()) {
                stores.add(JobPublishing.of(store, RUN));
            }
        }
        return new ScriptOutputs(stores);
    }

    /**
     * Puts all of it, unless another run has committed meanwhile what the script has read.
     *
     * @throws IOException when not all could be put, or what was staged is gone
     * @throws io.millrace.checkpoint.CheckpointException when an iteration can't be committed any more
     */
    void publish(ReadIterations read) throws IOException {
        try {
            read.check();
            for (JobPublishing store : stores) {
                store.checkSetUp();
            }
            for (JobPublishing store : stores) {
                // Whoever finishes one of several must not commit: the others may not be there.
                store.commitJob(stores.size() == 1 ? read : new ReadIterations());
            }
        } catch (IOException | RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    /**
     * Forgets what is staged and not in publication.
     *
     * @return whether there was something
     */
    boolean giveUp() throws IOException {
        boolean some = false;
        for (JobPublishing store : stores) {
            some |= store.isSetUp();
            store.giveUp();
        }
        return some;
    }
}
