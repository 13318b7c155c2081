package io.millrace.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;

/** The Kinesis Producer Library, whose native program sends to the stream service over TLS, aggregating. Stateless. */
final class ProducerLibrary {
    private ProducerLibrary() {}

    /** Why the library's native program can't run on this machine; empty when it can. */
    static Optional<String> obstacle() {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        Path loader;
        if (system.equals("Linux") && machine.equals("amd64")) {
            loader = Path.of("/lib64/ld-linux-x86-64.so.2");
        } else if (system.equals("Linux") && machine.equals("aarch64")) {
            loader = Path.of("/lib/ld-linux-aarch64.so.1");
        } else {
            return Optional.of("the Kinesis Producer Library has no native program for " + system + " on " + machine);
        }
        return Files.exists(loader)
                ? Optional.empty()
                : Optional.of("the Kinesis Producer Library's native program needs glibc: " + loader + " is missing");
    }

    /** Starts it. The caller calls destroy(), which ends the native program. */
    static KinesisProducer start() throws IOException {
        Servers servers = Servers.get();
        return new KinesisProducer(new KinesisProducerConfiguration()
                .setRegion(Servers.REGION.id())
                .setCredentialsProvider(Servers.CREDENTIALS)
                .setKinesisEndpoint(servers.secure().getHost())
                .setKinesisPort(servers.secure().getPort())
                .setCaCertFile(servers.certificate().toString())
                .setAggregationEnabled(true)
                .setMetricsLevel("none")
                .setTempDirectory(servers.newFolder("producer").toString()));
    }
}
