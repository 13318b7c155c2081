package io.millrace.publish;

import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import io.millrace.config.ExistingTable;
import io.millrace.config.KinesisOptions;
import io.millrace.split.ReadIterations;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The iterations whose rows an area holds, kept in it before one of its records may be in a stream: whoever finishes the publishing
 * commits them, and until then no other run of the same staging folder publishes them a second time. Without secrets. Stateless.
 */
final class KeptIterations {
    private static final Logger LOG = LoggerFactory.getLogger(KeptIterations.class);
    private static final String FILE = "iterations";

    private static final String READER = KinesisOptions.LOGICAL_NAME.key();
    private static final String STREAM_ARN = "iteration.stream.arn";
    private static final String NUMBER = "iteration.number";
    private static final String PLANNED_AT = "iteration.planned.at";
    private static final String ONLY_RUN = "iteration.only.run";

    private KeptIterations() {}

    /**
     * Says in an area that its records, which it is about to publish, are made of these, and makes sure that no other area beside it,
     * which did not come to its end, has said the same. Those that were asked for by their numbers may be published as often as one
     * likes.
     *
     * <p>To be done before looking whether they may still be committed: of two runs the one that says it later either finds here what the
     * other one has said, or finds them committed, because the other one takes back what it has said only after that.
     *
     * @throws IOException when another one has; then this one has said nothing
     */
    static void announce(ReadIterations iterations, StagingArea area) throws IOException {
        List<Map<String, String>> all = texts(iterations);
        if (all.isEmpty()) {
            return;
        }
        write(all, area);
        try {
            checkNoOtherHas(all, area);
        } catch (IOException e) {
            area.files().delete(file(area), false);
            throw e;
        }
    }

    private static Path file(StagingArea area) {
        return new Path(area.folder(), FILE);
    }

    private static void write(List<Map<String, String>> all, StagingArea area) throws IOException {
        Properties properties = new Properties();
        for (int i = 0; i < all.size(); i++) {
            String prefix = i + ".";
            all.get(i).forEach((key, value) -> properties.setProperty(prefix + key, value));
        }
        // Others must not see a half of it.
        Path unfinished = file(area).suffix("-" + UUID.randomUUID());
        try (OutputStream out = area.files().create(unfinished, true)) {
            properties.store(out, null);
        }
        if (!area.files().rename(unfinished, file(area)) && !area.files().exists(file(area))) {
            throw new IOException(unfinished + " can't become " + file(area));
        }
        // Another publisher of this area, or an earlier one that died, may have written the same.
        area.files().delete(unfinished, false);
    }

    /**
     * Adds those that an area has; none when its publishing has not begun.
     *
     * @param conf where secrets come from
     * @throws io.millrace.config.ConfigException when they can't be used with it
     */
    static void read(StagingArea area, Configuration conf, ReadIterations iterations) throws IOException {
        for (Map<String, String> text : texts(area)) {
            Configuration own = new Configuration(conf);
            text.keySet().stream()
                    .filter(KinesisOptions.BY_NAME::containsKey)
                    .forEach(key -> own.set(key, text.get(key)));
            iterations.add(
                    ExistingTable.from(own),
                    new PlannedIteration(
                            new IterationKey(
                                    new LogicalName(text.get(READER)),
                                    text.get(STREAM_ARN),
                                    new IterationNumber(Long.parseLong(text.get(NUMBER)))),
                            Instant.parse(text.get(PLANNED_AT)),
                            Optional.ofNullable(text.get(ONLY_RUN)).map(RunId::new)));
        }
    }

    private static void checkNoOtherHas(List<Map<String, String>> all, StagingArea area) throws IOException {
        Set<Map<String, String>> own = Set.copyOf(all.stream()
                .filter(text -> text.containsKey(ONLY_RUN))
                .map(KeptIterations::identity)
                .toList());
        if (own.isEmpty()) {
            return;
        }
        for (StagingArea other : area.others()) {
            for (Map<String, String> text : readable(other)) {
                if (own.contains(identity(text))) {
                    throw new IOException("nothing is published: iteration " + text.get(NUMBER) + " of logical name '"
                            + text.get(READER) + "' on " + text.get(STREAM_ARN)
                            + " is being published by another run, or"
                            + " was when that one died. To put the rest of its records, and commit the iteration: "
                            + FinishPublishing.command(other) + "; to give them up, delete that folder");
                }
            }
        }
    }

    private static List<Map<String, String>> readable(StagingArea other) throws IOException {
        try {
            return texts(other);
        } catch (AccessControlException e) {
            LOG.warn("whether {} has rows of the same iterations is not known", other.folder(), e);
            return List.of();
        }
    }

    private static Map<String, String> identity(Map<String, String> text) {
        Map<String, String> identity = new TreeMap<>(text);
        identity.keySet()
                .retainAll(Set.of(KinesisOptions.CHECKPOINT_TABLE.key(), READER, STREAM_ARN, NUMBER, PLANNED_AT));
        return identity;
    }

    private static List<Map<String, String>> texts(ReadIterations iterations) {
        List<Map<String, String>> all = new ArrayList<>();
        iterations.forEach((place, iteration) -> {
            Map<String, String> text = new TreeMap<>(place.settings());
            text.put(READER, iteration.key().reader().value());
            text.put(STREAM_ARN, iteration.key().streamArn());
            text.put(NUMBER, iteration.key().number().toString());
            text.put(PLANNED_AT, iteration.plannedAt().toString());
            iteration.onlyRun().ifPresent(run -> text.put(ONLY_RUN, run.value()));
            all.add(text);
        });
        return all;
    }

    private static List<Map<String, String>> texts(StagingArea area) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = area.files().open(file(area))) {
            properties.load(in);
        } catch (FileNotFoundException e) {
            return List.of();
        }
        Map<String, Map<String, String>> byNumber = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> {
            int dot = name.indexOf('.');
            byNumber.computeIfAbsent(name.substring(0, dot), number -> new TreeMap<>())
                    .put(name.substring(dot + 1), properties.getProperty(name));
        });
        return List.copyOf(byNumber.values());
    }
}
