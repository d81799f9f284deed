package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;

/** The list of operations that the check trusts is the one the natives really register. */
class OperationsListTest {

    @Test
    void everyOperationOfTheNativesIsListedWithItsState() throws Exception {
        Natives.start(0);
        try (PointerScope scope = new PointerScope()) {
            TF_Buffer buffer = tensorflow.TF_GetAllOpList();
            for (OpDef op : OpList.parseFrom(buffer.dataAsByteBuffer()).getOpList()) {
                assertThat(DangerousOperations.isRegistered(op.getName())).isTrue();
                NodeDef node = NodeDef.newBuilder().setOp(op.getName()).build();
                assertThat(DangerousOperations.mayRunOnImport(node))
                        .as(op.getName())
                        .isEqualTo(!op.getIsStateful());
            }
        }
        assertThat(DangerousOperations.isRegistered("StealPixels")).isFalse();
    }

    @Test
    void theVersionNamedIsTheVersionThatRuns() {
        assertThat(Natives.start(0).getVersion()).isEqualTo(Natives.VERSION);
        assertThat(new TensorFlowEngine().name()).isEqualTo("TensorFlow 2.16.1 (DJL 0.36.0)");
    }
}
