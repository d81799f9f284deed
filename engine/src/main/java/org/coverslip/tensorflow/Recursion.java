package org.coverslip.tensorflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.coverslip.RefusedException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/**
 * Refuses functions that call themselves, directly or through others. TensorFlow 2.16 unfolds them
 * when the session starts and overflows its stack, which ends the whole program.
 */
final class Recursion {

    private final Map<String, Set<String>> calls = new HashMap<>();

    private Recursion(SavedModelFolder model) {
        var functions = model.graph().getGraphDef().getLibrary().getFunctionList();
        for (FunctionDef function : functions)
            calls.put(function.getSignature().getName(), new HashSet<>());
        for (FunctionDef function : functions) {
            Set<String> called = calls.get(function.getSignature().getName());
            for (NodeDef node : function.getNodeDefList()) {
                called.add(node.getOp());
                for (AttrValue value : node.getAttrMap().values()) {
                    called.add(value.getFunc().getName());
                    for (NameAttrList one : value.getList().getFuncList())
                        called.add(one.getName());
                }
            }
            called.retainAll(calls.keySet());
        }
    }

    /**
     * @throws RefusedException if a function is its own caller
     */
    static void check(SavedModelFolder model) {
        new Recursion(model).check(model.path());
    }

    private void check(Object path) {
        Set<String> open = new HashSet<>();
        Set<String> done = new HashSet<>();
        for (String start : calls.keySet()) {
            Deque<String> stack = new ArrayDeque<>();
            stack.push(start);
            while (!stack.isEmpty()) {
                String next = stack.peek();
                if (done.contains(next)) {
                    stack.pop();
                } else if (open.add(next)) {
                    for (String called : calls.get(next)) {
                        if (done.contains(called)) continue;
                        if (open.contains(called))
                            throw new RefusedException(
                                    path,
                                    "its function \"" + called + "\" calls itself without end",
                                    "export the model again");
                        stack.push(called);
                    }
                } else {
                    done.add(stack.pop());
                }
            }
        }
    }
}
