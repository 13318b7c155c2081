package io.millrace.launcher.child;

import io.millrace.launcher.client.Connection;
import io.millrace.local.HadoopJvm;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a JVM that runs Hive, Pig or Hadoop with the connector needs. Stateless and thread-safe. */
final class ConnectorRuntime {
    private static final String ENDPOINT = "kinesis.endpoint.url=";

    private ConnectorRuntime() {}

    /**
     * Flags of the JVM: those of {@link HadoopJvm}, and what a local stream service does not ask for but the SDK does.
     *
     * @param connection where most of its streams are
     */
    static List<String> jvmFlags(Connection connection) {
        List<String> flags = new ArrayList<>(HadoopJvm.flags());
        flags.addAll(connection.jvmFlags());
        return flags;
    }

    /**
     * Runs a module's main class in the foreground, with the connector's jar first on its class path. Its streams are where the
     * first argument says that sets {@code kinesis.endpoint.url}, else where the environment does.
     *
     * @return its exit code
     */
    static int run(String name, String module, String mainClass, List<String> arguments) {
        Optional<URI> endpoint = arguments.stream()
                .map(argument -> argument.replaceFirst("^(--hiveconf=|-D)", ""))
                .filter(argument -> argument.startsWith(ENDPOINT))
                .map(argument -> URI.create(argument.substring(ENDPOINT.length())))
                .findFirst();
        return ForegroundJvm.run(
                name,
                module,
                List.of(HadoopJvm.connectorJar()),
                jvmFlags(Connection.toKinesisAt(endpoint)),
                mainClass,
                arguments);
    }
}
