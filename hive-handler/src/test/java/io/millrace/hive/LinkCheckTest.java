package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two versions of a small library, and a class that is compiled against the first. */
public class LinkCheckTest {
    private static final String BASE = "package lib; public abstract class Base {"
            + " protected int field; protected void helper() {} public static void tool() {} public void hook() {}"
            + " public abstract int job(); }";
    private static final String ASK = "package lib; public interface Ask { void ask(); }";
    private static final String FAULT = "package lib; public class Fault extends RuntimeException {}";
    private static final String KIND = "package lib; public enum Kind { ONE, TWO }";
    private static final String OURS = "package ours; public class User extends lib.Base implements lib.Ask {"
            + " @Override public int job() { helper(); lib.Base.tool(); return field; }"
            + " @Override public void hook() {} @Override public void ask() { throw new lib.Fault(); }"
            + " lib.Ask other() { return () -> {}; } RuntimeException fault() { return new lib.Fault(); }"
            + " int code(lib.Kind kind) { return switch (kind) { case ONE -> 1; case TWO -> 2; }; } }";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void findsNothingInTheSameVersion() throws Exception {
        assertThat(broken(BASE, ASK, FAULT, KIND)).isEmpty();
    }

    @Test
    public void findsMembersThatAreMissing() throws Exception {
        assertThat(broken(BASE.replace("int field;", "long field;"), ASK, FAULT, KIND))
                .containsExactly("no member lib.Base.field I");
        assertThat(broken(BASE.replace("void helper()", "void helper(int more)"), ASK, FAULT, KIND))
                .containsExactly("no member lib.Base.helper()V");
    }

    @Test
    public void findsInheritedMembers() throws Exception {
        assertThat(broken(
                        BASE.replace("class Base", "class Base extends Old")
                                        .replace(" protected int field; protected void helper() {}", "")
                                + " class Old { protected int field; protected void helper() {} }",
                        ASK,
                        FAULT,
                        KIND))
                .isEmpty();
    }

    @Test
    public void findsMembersThatCanNotBeUsedAsBefore() throws Exception {
        assertThat(broken(BASE.replace("static void tool", "void tool"), ASK, FAULT, KIND))
                .containsExactly("another kind of member: lib.Base.tool()V");
        assertThat(broken(BASE.replace("protected void helper", "void helper"), ASK, FAULT, KIND))
                .containsExactly("another kind of member: lib.Base.helper()V");
        assertThat(broken(BASE.replace("void hook", "final void hook"), ASK, FAULT, KIND))
                .containsExactly("final: lib.Base.hook()V");
    }

    @Test
    public void findsMethodsThatNobodyImplements() throws Exception {
        assertThat(broken(
                        BASE.replace("abstract int job()", "abstract int job(); abstract int more()"),
                        ASK,
                        FAULT,
                        KIND))
                .containsExactly("not implemented: lib.Base.more()I");
        assertThat(broken(BASE, ASK.replace("void ask();", "void ask(); default void more() {}"), FAULT, KIND))
                .isEmpty();
        assertThat(broken(BASE, ASK.replace("void ask();", "void ask(); void more();"), FAULT, KIND))
                .containsExactly("no lambda can be lib.Ask", "not implemented: lib.Ask.more()V");
    }

    @Test
    public void findsClassesThatAreMissingOrChanged() throws Exception {
        assertThat(broken(BASE, ASK, FAULT.replace("Fault", "Failure"), KIND)).containsExactly("no class lib.Fault");
        assertThat(broken(BASE, ASK, FAULT.replace("class", "abstract class"), KIND))
                .containsExactly("another kind of class: lib.Fault");
        assertThat(broken(BASE, ASK, FAULT.replace("RuntimeException", "Error"), KIND))
                .containsExactly("no longer a java.lang.RuntimeException: lib.Fault");
    }

    @Test
    public void findsConstantsWithoutACase() throws Exception {
        assertThat(broken(BASE, ASK, FAULT, KIND.replace("TWO", "TWO, THREE")))
                .containsExactly("in no switch: lib.Kind.THREE");
    }

    @Test
    public void findsMethodsThatAreNeverCalled() throws Exception {
        assertThat(check(BASE.replace("void hook", "void anotherHook"), ASK, FAULT, KIND)
                        .neverCalled())
                .containsOnlyKeys("lib.Base.hook()V");
    }

    private List<String> broken(String... other) throws IOException {
        return List.copyOf(check(other).broken().keySet());
    }

    private LinkCheck check(String... other) throws IOException {
        Path first = library(BASE, ASK, FAULT, KIND);
        Path ours = compile(first, OURS);
        try (ClassFiles then = new ClassFiles(ours, first, first);
                ClassFiles now = new ClassFiles(ours, library(other), first)) {
            return LinkCheck.of(now, then);
        }
    }

    private Path library(String... sources) throws IOException {
        Path classes = compile(folder.getRoot().toPath(), sources);
        Path jar = folder.newFile().toPath();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    private Path compile(Path classPath, String... sources) throws IOException {
        Path source = folder.newFolder().toPath();
        Path classes = folder.newFolder().toPath();
        for (String text : sources) {
            String name = text.replaceFirst(".*?public (abstract )?(class|interface|enum) (\\w+).*", "$3");
            Path file = Files.writeString(source.resolve(name + ".java"), text);
            int code = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-cp",
                            classPath + File.pathSeparator + source,
                            "-d",
                            classes.toString(),
                            file.toString());
            assertThat(code).as(text).isZero();
        }
        return classes;
    }
}
