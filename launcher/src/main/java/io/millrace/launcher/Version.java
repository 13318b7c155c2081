package io.millrace.launcher;

import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.IVersionProvider;

/** The version that the checkout's root pom names. */
final class Version implements IVersionProvider {
    private static final Pattern ROOT_VERSION =
            Pattern.compile("<artifactId>millrace</artifactId>\\s*<version>([^<]+)</version>");

    @Override
    public String[] getVersion() throws IOException {
        Matcher matcher =
                ROOT_VERSION.matcher(Files.readString(RuntimeClasspath.root().resolve("pom.xml")));
        return new String[] {"millrace " + (matcher.find() ? matcher.group(1) : "of an unknown version")};
    }
}
