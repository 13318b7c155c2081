package io.millrace.hive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * The class files that a JVM with one version of Hive would find, by their internal names: the connector's, those of
 * that version's hive-exec, and of the tests' class path what is neither. They are read and never loaded, as Hive 4.2's
 * are made for a later JDK than the build's. For one thread.
 */
final class ClassFiles implements Closeable {
    private final Path ours;
    private final JarFile hive;
    /** The version that the connector is compiled against: it says which classes are Hive's. */
    private final JarFile compiled;

    private final Map<String, Optional<ClassNode>> read = new HashMap<>();

    /**
     * Opens the jars.
     *
     * @param ours the folder of the connector's classes
     */
    ClassFiles(Path ours, Path hive, Path compiled) throws IOException {
        this.ours = ours;
        this.hive = new JarFile(hive.toFile());
        this.compiled = new JarFile(compiled.toFile());
    }

    /** The names of the connector's classes. */
    List<String> ours() throws IOException {
        try (Stream<Path> files = Files.walk(ours)) {
            return files.map(file -> ours.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .sorted()
                    .toList();
        }
    }

    boolean isOurs(String name) {
        return Files.exists(ours.resolve(file(name)));
    }

    /** Whether the class is Hive's, in the version that the connector is compiled against. */
    boolean isHives(String name) {
        return compiled.getEntry(file(name)) != null;
    }

    /** The class of this name, unless there is none. */
    Optional<ClassNode> find(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    private Optional<ClassNode> read(String name) {
        try (InputStream in = open(name)) {
            if (in == null) {
                return Optional.empty();
            }
            ClassNode node = new ClassNode();
            new ClassReader(in).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return Optional.of(node);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private InputStream open(String name) throws IOException {
        if (isOurs(name)) {
            return Files.newInputStream(ours.resolve(file(name)));
        }
        ZipEntry entry = hive.getEntry(file(name));
        if (entry != null) {
            return hive.getInputStream(entry);
        }
        return isHives(name) ? null : ClassLoader.getSystemResourceAsStream(file(name));
    }

    private static String file(String name) {
        return name + ".class";
    }

    @Override
    public void close() throws IOException {
        hive.close();
        compiled.close();
    }
}
