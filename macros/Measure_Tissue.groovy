// Measure_Tissue.groovy
//
// How much tissue is on each slide of a folder, in mm2, without any network: an example of using
// Coverslip's classes in a script. Writes tissue.csv into the folder of the slides.
// Without a display:
//     fiji --headless --run Measure_Tissue.groovy 'slides="slides"'

#@ File (label = "Folder with slides", style = "directory", persist = false) slides

import org.coverslip.slide.Slides
import org.coverslip.tile.Overview
import org.coverslip.tile.TissueMask

def lines = ["slide,tissue_mm2"]
slides.listFiles().findAll { it.isFile() && it.name != "tissue.csv" }.sort().each { file ->
    try {
        // Only a small level of the slide is read.
        def slide = Slides.open(file.toPath())
        try {
            def area = TissueMask.of(Overview.of(slide, 0, slide.pixelSize())).squareMillimetres()
            // A slide that does not say how large its pixels are has no area in mm2.
            lines << file.name + "," + (area.isPresent() ? area.getAsDouble().round(2) : "")
        } finally {
            slide.close()
        }
    } catch (org.coverslip.RefusedException e) {
        println e.message
    }
}
new File(slides, "tissue.csv").text = lines.join("\n") + "\n"
println "${lines.size() - 1} slides measured"
