package io.millrace.launcher.child;

import io.millrace.launcher.client.Connection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a JVM that runs Hive, Pig or Hadoop with the connector needs. Stateless and thread-safe. */
public final class ConnectorRuntime {
    private static final List<String> OPENED_PACKAGES =
            List.of("java.lang", "java.net", "java.nio", "java.util", "java.util.concurrent.atomic", "java.util.regex");

    private static final String ENDPOINT = "kinesis.endpoint.url=";

    private ConnectorRuntime() {}

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
     * The same, for streams that are where the first of the arguments says that sets {@code kinesis.endpoint.url}, else where
     * the environment does.
     */
    static List<String> jvmFlags(List<String> arguments) {
        Optional<URI> endpoint = arguments.stream()
                .map(argument -> argument.replaceFirst("^(--hiveconf=|-D)", ""))
                .filter(argument -> argument.startsWith(ENDPOINT))
                .map(argument -> URI.create(argument.substring(ENDPOINT.length())))
                .findFirst();
        return jvmFlags(Connection.toKinesisAt(endpoint));
    }

    /**
     * The shaded jar that the build made, the same one that users add to their clusters.
     *
     * @throws io.millrace.launcher.UserError when it is not built
     */
    public static Path connectorJar() {
        return BuiltJars.of("connector", "millrace");
    }
}
