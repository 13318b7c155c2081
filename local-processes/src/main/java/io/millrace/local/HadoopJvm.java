package io.millrace.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a JVM that runs Hive, Pig or Hadoop with the connector needs. Stateless and thread-safe. */
public final class HadoopJvm {
    private static final List<String> OPENED_PACKAGES = List.of(
            "java.io",
            "java.lang",
            "java.lang.reflect",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.regex");

    private HadoopJvm() {}

    /** Flags of the JVM: the heap, and the packages of the JDK that Hadoop, Hive and Tez reach into by reflection. */
    public static List<String> flags() {
        // Else all garbage is collected each time that Hive's 20,000 classes outgrow the next bound: four times until
        // it is up.
        List<String> flags = new ArrayList<>(List.of("-Xmx1500m", "-XX:+UseSerialGC", "-XX:MetaspaceSize=200m"));
        OPENED_PACKAGES.forEach(name -> flags.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        return flags;
    }

    /**
     * The shaded jar that the build made, the same one that users add to their clusters.
     *
     * @throws NotBuiltException when it is not built
     */
    public static Path connectorJar() {
        return BuiltJars.of("connector", "millrace");
    }
}
