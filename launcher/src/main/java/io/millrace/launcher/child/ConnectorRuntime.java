package io.millrace.launcher.child;

import io.millrace.launcher.client.Connection;
import io.millrace.local.HadoopJvm;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a JVM that runs Hive, Pig or Hadoop with the connector needs. Stateless and thread-safe. */
public final class ConnectorRuntime {
    private static final String ENDPOINT = "kinesis.endpoint.url=";

    private ConnectorRuntime() {}

    /**
     * Flags of the JVM: those of {@link HadoopJvm}, and what a local stream service does not ask for but the SDK does.
     *
     * @param connection where most of its streams are
     */
    public static List<String> jvmFlags(Connection connection) {
        List<String> flags = new ArrayList<>(HadoopJvm.flags());
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
}
