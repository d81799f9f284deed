package org.coverslip.explain;

import org.coverslip.model.ModelBundle;
import org.coverslip.report.Progress;
import org.coverslip.tile.Preparation;

/**
 * What explaining images and explaining slides share.
 *
 * @param sanity collects pictures to check; full from the start where no check is wanted
 */
record ExplainTask(
        ModelBundle model,
        Explainer explainer,
        LabelChoice labels,
        Preparation preparation,
        Progress progress,
        ExplainReport report,
        SanityCheck sanity) {}
