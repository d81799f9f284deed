package org.coverslip.detect.suppress;

import java.util.List;
import org.coverslip.detect.Detection;

/** Leaves one detection per object. The same list gives the same result, whatever its order. */
@FunctionalInterface
public interface Suppression {

    /**
     * @param found in any order
     * @return the best score first
     */
    List<Detection> apply(List<Detection> found);
}
