package io.millrace.launcher.stream;

import io.millrace.launcher.CommonOptions;
import io.millrace.launcher.client.ConnectionOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What the commands on streams share: the connection and where the result goes. */
abstract class StreamAction extends CommonOptions implements Callable<Integer> {
    @Mixin
    private ConnectionOptions.ToKinesis connection;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (KinesisClient kinesis = connection.connection().kinesis()) {
            run(new Streams(kinesis), out);
        }
        out.flush();
        return 0;
    }

    abstract void run(Streams streams, PrintWriter out);
}
