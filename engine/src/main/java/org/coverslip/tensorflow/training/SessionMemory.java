package org.coverslip.tensorflow.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.network.Tensor;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Scope;
import org.tensorflow.proto.DataType;

/** Reads and sets the variables of a session by their names. */
final class SessionMemory {

    /** What is needed to read and set one variable. */
    private record Cell(long[] shape, Output<?> read, Output<?> fed, Operation assign) {}

    private final Graph graph;
    private final Scope scope;
    private final Map<String, Cell> cells = new LinkedHashMap<>();

    SessionMemory(Graph graph) {
        this.graph = graph;
        this.scope = graph.baseScope().withSubScope("coverslip_memory");
    }

    /**
     * @param handle the resource that holds a variable of 32-bit floats
     */
    void add(String name, Output<?> handle, long[] shape) {
        Output<?> read = op("ReadVariableOp").in(handle).type("dtype", DataType.DT_FLOAT).output();
        Output<?> fed = op("Placeholder").type("dtype", DataType.DT_FLOAT).output();
        Operation assign =
                op("AssignVariableOp").in(handle, fed).type("dtype", DataType.DT_FLOAT).build();
        cells.put(name, new Cell(shape, read, fed, assign));
    }

    private Node op(String type) {
        return new Node(graph.opBuilder(type, scope.makeOpName(type), scope));
    }

    Collection<String> names() {
        return cells.keySet();
    }

    /** Shape of a variable; null if there is none of this name. */
    long[] shape(String name) {
        Cell cell = cells.get(name);
        return cell == null ? null : cell.shape();
    }

    Map<String, Tensor> read(Session session, Collection<String> names) {
        if (names.isEmpty()) return new LinkedHashMap<>();
        Session.Runner runner = session.runner();
        names.forEach(name -> runner.fetch(cells.get(name).read()));
        Map<String, Tensor> values = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            int i = 0;
            for (String name : names) values.put(name, NativeValues.floats(result.get(i++)));
        }
        return values;
    }

    /**
     * @param values of variables that there are, in their shapes
     */
    void write(Session session, Map<String, Tensor> values) {
        Session.Runner runner = session.runner();
        List<org.tensorflow.Tensor> fed = new ArrayList<>();
        try {
            values.forEach(
                    (name, value) -> {
                        Cell cell = cells.get(name);
                        org.tensorflow.Tensor copy = NativeValues.toNative(value);
                        fed.add(copy);
                        runner.feed(cell.fed(), copy).addTarget(cell.assign());
                    });
            if (!values.isEmpty()) runner.run().close();
        } finally {
            fed.forEach(org.tensorflow.Tensor::close);
        }
    }
}
