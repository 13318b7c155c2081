package io.millrace.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Jars of the checkout, as the build left them, and jars that its modules run on. Stateless and thread-safe. */
public final class BuiltJars {
    private BuiltJars() {}

    /**
     * The jar of a module.
     *
     * @param module its folder
     * @param artifact what the jar's name begins with, up to the version
     * @throws NotBuiltException when it is not built
     */
    public static Path of(String module, String artifact) {
        Path target = RuntimeClasspath.root().resolve(module).resolve("target");
        Pattern name = Pattern.compile(Pattern.quote(artifact) + "-\\d[^/]*(?<!-sources|-tests)\\.jar");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                return files.filter(file ->
                                name.matcher(file.getFileName().toString()).matches())
                        .findFirst()
                        .orElseThrow(() -> notBuilt(artifact, target));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + target, e);
            }
        }
        throw notBuilt(artifact, target);
    }

    private static NotBuiltException notBuilt(String artifact, Path target) {
        return new NotBuiltException("there is no " + artifact + "-VERSION.jar in " + target
                + ": run ./mvnw -DskipTests package in the checkout");
    }

    /**
     * A jar among those that a module runs on.
     *
     * @param artifact what the jar's name begins with, up to the version
     */
    public static Path dependency(String module, String artifact) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(RuntimeClasspath.of(module))
                .map(Path::of)
                .filter(file -> file.getFileName().toString().startsWith(artifact + "-"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(module + " does not run on " + artifact));
    }
}
