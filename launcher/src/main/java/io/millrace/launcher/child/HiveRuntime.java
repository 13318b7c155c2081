package io.millrace.launcher.child;

import io.millrace.launcher.UserError;
import io.millrace.launcher.client.Connection;
import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a JVM that runs Hive with the connector needs. Stateless and thread-safe. */
public final class HiveRuntime {
    private static final List<String> OPENED_PACKAGES =
            List.of("java.lang", "java.net", "java.nio", "java.util", "java.util.concurrent.atomic", "java.util.regex");

    private HiveRuntime() {}

    /**
     * Flags of the JVM: the packages of the JDK that Hadoop, Hive and Tez reach into by reflection, the heap, and what a
     * local stream service does not ask for but the SDK does.
     *
     * @param connection where most of its streams are
     */
    public static List<String> jvmFlags(Connection connection) {
        List<String> flags = new ArrayList<>(List.of("-Xmx1500m", "-XX:+UseSerialGC"));
        OPENED_PACKAGES.forEach(name -> flags.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        flags.addAll(connection.jvmFlags());
        return flags;
    }

    /**
     * The shaded jar that the build made, the same one that users add to their clusters.
     *
     * @throws UserError when it is not built
     */
    public static Path connectorJar() {
        Path target = RuntimeClasspath.root().resolve("connector").resolve("target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                return files.filter(HiveRuntime::isConnector).findFirst().orElseThrow(() -> notBuilt(target));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + target, e);
            }
        }
        throw notBuilt(target);
    }

    private static boolean isConnector(Path file) {
        String name = file.getFileName().toString();
        return name.matches("millrace-\\d.*\\.jar") && !name.endsWith("-sources.jar") && !name.endsWith("-tests.jar");
    }

    private static UserError notBuilt(Path target) {
        return new UserError("the connector's jar is not built (no millrace-VERSION.jar in " + target
                + "): run ./mvnw -DskipTests package in the checkout");
    }
}
