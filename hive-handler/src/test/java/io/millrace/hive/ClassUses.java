package io.millrace.hive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** What the code of one class names of other classes. Stateless. */
final class ClassUses {
    private ClassUses() {}

    /** A member that is called, read or written. */
    record Use(String owner, String name, String descriptor, boolean bySuper) {}

    /** All classes that are named anywhere: as supertypes, in signatures, in code, in annotations. */
    static Set<String> classes(ClassNode node) {
        Set<String> names = new TreeSet<>();
        Remapper collector = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String name) {
                names.add(name);
                return name;
            }
        };
        node.accept(new ClassRemapper(new ClassNode(), collector));
        return names;
    }

    static List<Use> members(ClassNode node) {
        List<Use> uses = new ArrayList<>();
        for (AbstractInsnNode each : code(node)) {
            if (each instanceof MethodInsnNode call) {
                uses.add(new Use(call.owner, call.name, call.desc, call.getOpcode() == Opcodes.INVOKESPECIAL));
            } else if (each instanceof FieldInsnNode field) {
                uses.add(new Use(field.owner, field.name, field.desc, false));
            } else if (each instanceof InvokeDynamicInsnNode lambda) {
                Arrays.stream(lambda.bsmArgs)
                        .filter(Handle.class::isInstance)
                        .map(Handle.class::cast)
                        .map(of -> new Use(of.getOwner(), of.getName(), of.getDesc(), false))
                        .forEach(uses::add);
            }
        }
        return uses;
    }

    /** The interfaces that are implemented by lambdas. */
    static List<String> lambdas(ClassNode node) {
        return code(node).stream()
                .filter(InvokeDynamicInsnNode.class::isInstance)
                .map(each -> Type.getReturnType(((InvokeDynamicInsnNode) each).desc))
                .filter(type -> type.getSort() == Type.OBJECT)
                .map(Type::getInternalName)
                .toList();
    }

    /**
     * The enums in whose switches each constant has a case and there is no default: javac lets these throw when another
     * constant comes.
     */
    static Set<String> exhausted(ClassNode node) {
        Set<String> enums = new TreeSet<>();
        for (MethodNode method : node.methods) {
            List<AbstractInsnNode> code = List.of(method.instructions.toArray());
            if (code.stream().anyMatch(ClassUses::isSurprise)) {
                code.stream()
                        .filter(MethodInsnNode.class::isInstance)
                        .map(MethodInsnNode.class::cast)
                        .filter(call -> call.name.equals("ordinal") && call.desc.equals("()I"))
                        .forEach(call -> enums.add(call.owner));
            }
        }
        return enums;
    }

    /** By the class file's version it is the one or the other. */
    private static boolean isSurprise(AbstractInsnNode each) {
        return each.getOpcode() == Opcodes.NEW
                && Set.of("java/lang/IncompatibleClassChangeError", "java/lang/MatchException")
                        .contains(((TypeInsnNode) each).desc);
    }

    private static List<AbstractInsnNode> code(ClassNode node) {
        return node.methods.stream()
                .flatMap(method -> Stream.of(method.instructions.toArray()))
                .toList();
    }
}
