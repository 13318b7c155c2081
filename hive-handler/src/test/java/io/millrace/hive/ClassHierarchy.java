package io.millrace.hive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Finds members as the JVM does, inherited ones included. For one thread. */
final class ClassHierarchy {
    private final ClassFiles files;

    ClassHierarchy(ClassFiles files) {
        this.files = files;
    }

    /** A method or field where it is declared; a method's descriptor begins with a parenthesis. */
    record Member(ClassNode owner, String name, String descriptor, int access) {
        boolean is(int flag) {
            return (access & flag) != 0;
        }

        boolean isLike(String otherName, String otherDescriptor) {
            return name.equals(otherName) && descriptor.equals(otherDescriptor);
        }

        @Override
        public String toString() {
            return owner.name.replace('/', '.') + "." + name + (descriptor.startsWith("(") ? "" : " ") + descriptor;
        }
    }

    /** The class itself, then its superclasses, then all their interfaces. Those that are missing are left out. */
    List<ClassNode> lineage(String name) {
        List<ClassNode> classes = new ArrayList<>();
        for (Optional<ClassNode> next = files.find(name); next.isPresent(); next = superclass(next.get())) {
            classes.add(next.get());
        }
        Set<ClassNode> all = new LinkedHashSet<>(classes);
        classes.forEach(each -> addInterfaces(each, all));
        return List.copyOf(all);
    }

    private Optional<ClassNode> superclass(ClassNode node) {
        return node.superName == null ? Optional.empty() : files.find(node.superName);
    }

    private void addInterfaces(ClassNode node, Set<ClassNode> all) {
        node.interfaces.stream().flatMap(name -> files.find(name).stream()).forEach(each -> {
            all.add(each);
            addInterfaces(each, all);
        });
    }

    /**
     * What a use of a member means. A class's own and inherited methods come before those of interfaces, and of these
     * the default methods first, as a class that has both is compiled only when the default is the more special one.
     */
    Optional<Member> resolve(String owner, String name, String descriptor) {
        List<ClassNode> lineage =
                name.equals("<init>") ? files.find(owner).stream().toList() : lineage(owner);
        List<Member> found = lineage.stream()
                .flatMap(ClassHierarchy::members)
                .filter(member -> member.isLike(name, descriptor))
                .toList();
        return found.stream()
                .filter(member -> !isInterface(member.owner()) || !member.is(Opcodes.ACC_ABSTRACT))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    /** The methods that a class inherits or declares and nobody implements. */
    List<Member> unimplemented(String owner) {
        return lineage(owner).stream()
                .flatMap(ClassHierarchy::members)
                .filter(member -> member.is(Opcodes.ACC_ABSTRACT))
                .filter(member -> resolve(owner, member.name(), member.descriptor())
                        .filter(chosen -> chosen.is(Opcodes.ACC_ABSTRACT))
                        .isPresent())
                .toList();
    }

    static Stream<Member> members(ClassNode node) {
        return Stream.concat(
                node.methods.stream().map(method -> new Member(node, method.name, method.desc, method.access)),
                node.fields.stream().map(field -> new Member(node, field.name, field.desc, field.access)));
    }

    static boolean isInterface(ClassNode node) {
        return (node.access & Opcodes.ACC_INTERFACE) != 0;
    }
}
