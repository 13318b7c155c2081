package io.millrace.hive;

import io.millrace.hive.ClassHierarchy.Member;
import io.millrace.hive.ClassUses.Use;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * What would go wrong if the connector, as it is compiled, met another version of Hive than the one it was compiled
 * against. That one is the measure: what javac has allowed there must be allowed still. For one thread.
 */
final class LinkCheck {
    private final ClassFiles files;
    private final ClassHierarchy other;
    private final ClassHierarchy compiled;
    private final SortedMap<String, Set<String>> broken = new TreeMap<>();
    private final SortedMap<String, Set<String>> neverCalled = new TreeMap<>();

    private LinkCheck(ClassFiles other, ClassFiles compiled) {
        this.files = other;
        this.other = new ClassHierarchy(other);
        this.compiled = new ClassHierarchy(compiled);
    }

    static LinkCheck of(ClassFiles other, ClassFiles compiled) throws IOException {
        LinkCheck check = new LinkCheck(other, compiled);
        for (String name : other.ours()) {
            check.look(other.find(name).orElseThrow());
        }
        return check;
    }

    /** What would fail when it is reached, each with our classes that use it. */
    SortedMap<String, Set<String>> broken() {
        return broken;
    }

    /** Methods of Hive that ours override and that version does not have, each with our classes that do. */
    SortedMap<String, Set<String>> neverCalled() {
        return neverCalled;
    }

    private void look(ClassNode ours) {
        ClassUses.classes(ours).stream().filter(files::isHives).forEach(name -> lookAtClass(name, ours));
        ClassUses.members(ours).stream()
                .filter(use -> files.isHives(use.owner()) || files.isOurs(use.owner()))
                .forEach(use -> lookAtUse(use, ours));
        for (String lambda : ClassUses.lambdas(ours)) {
            if (files.isHives(lambda) && other.unimplemented(lambda).size() > 1) {
                broken("no lambda can be " + shown(lambda), ours);
            }
        }
        for (String name : ClassUses.exhausted(ours)) {
            Set<String> more = constants(name, other);
            more.removeAll(constants(name, compiled));
            more.forEach(constant -> broken("in no switch: " + shown(name) + "." + constant, ours));
        }
        if ((ours.access & Opcodes.ACC_ABSTRACT) == 0) {
            other.unimplemented(ours.name).forEach(member -> broken("not implemented: " + member, ours));
        }
        ClassHierarchy.members(ours).forEach(method -> lookAtOverridden(method, ours));
    }

    private void lookAtClass(String name, ClassNode ours) {
        List<ClassNode> now = other.lineage(name);
        List<ClassNode> then = compiled.lineage(name);
        if (now.isEmpty()) {
            broken("no class " + shown(name), ours);
            return;
        }
        int access = now.get(0).access;
        int gained = access & ~then.get(0).access;
        if (ClassHierarchy.isInterface(now.get(0)) != ClassHierarchy.isInterface(then.get(0))
                || (gained & (Opcodes.ACC_FINAL | Opcodes.ACC_ABSTRACT)) != 0
                || visibility(access) < visibility(then.get(0).access)) {
            broken("another kind of class: " + shown(name), ours);
        }
        // Casts, assignments and catch clauses stand on these.
        Set<String> supertypes = names(then);
        supertypes.removeAll(names(now));
        supertypes.retainAll(ClassUses.classes(ours));
        supertypes.forEach(each -> broken("no longer a " + shown(each) + ": " + shown(name), ours));
    }

    private void lookAtUse(Use use, ClassNode ours) {
        Member then =
                compiled.resolve(use.owner(), use.name(), use.descriptor()).orElseThrow();
        if (files.isOurs(then.owner().name) || files.find(use.owner()).isEmpty()) {
            return;
        }
        other.resolve(use.owner(), use.name(), use.descriptor())
                .ifPresentOrElse(
                        now -> {
                            if (now.is(Opcodes.ACC_STATIC) != then.is(Opcodes.ACC_STATIC)
                                    || !isVisible(now, then, ours)
                                    || (use.bySuper() && now.is(Opcodes.ACC_ABSTRACT))) {
                                broken("another kind of member: " + then, ours);
                            }
                        },
                        () -> broken("no member " + then, ours));
    }

    private void lookAtOverridden(Member ourMethod, ClassNode ours) {
        if (ourMethod.name().startsWith("<") || ourMethod.is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) {
            return;
        }
        List<Member> now = overridden(ourMethod, other);
        if (now.stream().anyMatch(member -> member.is(Opcodes.ACC_FINAL))) {
            broken("final: " + now.get(0), ours);
        }
        List<Member> then = overridden(ourMethod, compiled);
        if (now.isEmpty() && !then.isEmpty()) {
            neverCalled
                    .computeIfAbsent(then.get(0).toString(), key -> new TreeSet<>())
                    .add(shown(ours.name));
        }
    }

    private List<Member> overridden(Member ourMethod, ClassHierarchy version) {
        return version.lineage(ourMethod.owner().name).stream()
                .filter(above -> !files.isOurs(above.name))
                .flatMap(ClassHierarchy::members)
                .filter(member -> member.isLike(ourMethod.name(), ourMethod.descriptor()))
                .toList();
    }

    private void broken(String what, ClassNode ours) {
        broken.computeIfAbsent(what, key -> new TreeSet<>()).add(shown(ours.name));
    }

    private boolean isVisible(Member now, Member then, ClassNode ours) {
        return visibility(now.access()) >= visibility(then.access())
                || (now.is(Opcodes.ACC_PROTECTED)
                        && names(other.lineage(ours.name)).contains(now.owner().name));
    }

    private static int visibility(int access) {
        if ((access & Opcodes.ACC_PRIVATE) != 0) {
            return 0;
        }
        return (access & Opcodes.ACC_PUBLIC) != 0 ? 3 : (access & Opcodes.ACC_PROTECTED) != 0 ? 2 : 1;
    }

    private static Set<String> constants(String name, ClassHierarchy version) {
        return version.lineage(name).stream()
                .flatMap(ClassHierarchy::members)
                .filter(member -> member.is(Opcodes.ACC_ENUM))
                .map(Member::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(List<ClassNode> lineage) {
        Set<String> names = new TreeSet<>();
        lineage.forEach(each -> names.add(each.name));
        return names;
    }

    private static String shown(String name) {
        return name.replace('/', '.');
    }
}
