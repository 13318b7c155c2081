package io.millrace.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The class path of a module that runs as a process of its own, as the build left it: the module's classes and the
 * dependencies listed in {@code target/runtime.classpath}. Stateless and thread-safe.
 */
public final class RuntimeClasspath {
    /** System property that names the checkout; the build and {@code bin/millrace} set it. */
    public static final String ROOT_PROPERTY = "millrace.root";

    private RuntimeClasspath() {}

    /**
     * The class path of the named module.
     *
     * @throws NotBuiltException when the module is not built
     * @throws IllegalStateException when the checkout is not known
     */
    public static String of(String module) {
        Path target = root().resolve(module).resolve("target");
        Path list = target.resolve("runtime.classpath");
        Path classes = target.resolve("classes");
        if (!Files.isRegularFile(list) || !Files.isDirectory(classes)) {
            throw new NotBuiltException("module " + module + " is not built (" + list
                    + " is missing): run ./mvnw -DskipTests package in the checkout first");
        }
        try {
            String dependencies = Files.readString(list).strip();
            return dependencies.isEmpty() ? classes.toString() : classes + File.pathSeparator + dependencies;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + list, e);
        }
    }

    /** The root of the checkout. */
    public static Path root() {
        String root = System.getProperty(ROOT_PROPERTY);
        if (root == null) {
            throw new IllegalStateException("system property " + ROOT_PROPERTY + " is not set: it names the checkout");
        }
        return Path.of(root);
    }
}
