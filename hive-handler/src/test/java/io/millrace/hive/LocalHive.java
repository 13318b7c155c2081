package io.millrace.hive;

import io.millrace.local.ChildJvm;
import io.millrace.local.HadoopJvm;
import io.millrace.local.RuntimeClasspath;
import io.millrace.testing.LocalServices;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hive.hcatalog.data.JsonSerDe;

/** A HiveServer2, a process of its own, shared by all tests of this JVM. */
final class LocalHive {
    private static LocalHive instance;

    private final Path folder;
    private final ChildJvm hive;

    private LocalHive() throws IOException {
        folder = Files.createTempDirectory("millrace-hive-test");
        TransactionTables.make(folder.resolve("hive").resolve("metastore"));
        hive = ChildJvm.start(new ChildJvm.Command(
                "HiveServer2",
                "local-hive",
                connector(),
                flags(),
                "io.millrace.hive.local.HiveServerMain",
                List.of(
                        "--state",
                        folder.resolve("hive").toString(),
                        "--hiveconf=hive.scheduled.queries.executor.enabled=true",
                        "--hiveconf=hive.scheduled.queries.executor.idle.sleep.time=1s"),
                folder.resolve("hive.log")));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** A session whose settings name the local services. */
    static HiveSession session() {
        HiveSession session =
                HiveSession.open("jdbc:hive2://127.0.0.1:" + get().hive.port() + "/default");
        session.run("SET kinesis.endpoint.url=" + LocalServices.get().streams());
        session.run("SET kinesis.checkpoint.metastore.endpoint.url="
                + LocalServices.get().tables());
        return session;
    }

    private static synchronized LocalHive get() {
        if (instance == null) {
            try {
                instance = new LocalHive();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return instance;
    }

    private void stop() {
        hive.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connector as the build has it so far, without what Hive brings itself and the shaded jar hides. */
    static List<Path> connector() {
        List<Path> paths = new ArrayList<>();
        for (String path : List.of(RuntimeClasspath.of("hive-handler").split(File.pathSeparator, -1))) {
            if (!path.contains("slf4j-api") && !path.contains("protobuf-javalite")) {
                paths.add(Path.of(path));
            }
        }
        paths.add(hcatalog());
        return paths;
    }

    /** The jar of the JsonSerDe that old scripts name; where Hive is installed, it is on the class path. */
    private static Path hcatalog() {
        try {
            return Path.of(JsonSerDe.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> flags() {
        List<String> flags = new ArrayList<>(HadoopJvm.flags());
        flags.addAll(List.of(
                "-Djava.net.preferIPv4Stack=true",
                "-Daws.accessKeyId=" + LocalServices.KEY,
                "-Daws.secretAccessKey=" + LocalServices.KEY,
                "-Daws.region=" + LocalServices.REGION));
        return flags;
    }
}
