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

    private static List<AbstractInsnNode> code(ClassNode node) {
        return node.methods.stream()
                .flatMap(method -> Stream.of(method.instructions.toArray()))
                .toList();
    }
}
