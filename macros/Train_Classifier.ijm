// Train_Classifier.ijm
//
// Teaches a small network to tell your own classes apart, from examples that you have sorted, and
// then uses it on new images. Nothing else has to be installed.
//
// What you need: a folder with one folder per class, each with images of that class,
//     cells/parasite/...   cells/healthy/...
// some hundred of each to begin with; and a folder of new images to try the network on.
//
// What you get, in the folder for the results:
//     model/            the network: choose it in Plugins > Coverslip > Coverslip Classify...
//     history.png       how well it did after every pass over the images: where the orange curve
//                       (images it never learned from) stops falling, more passes do not help
//     classes.png       how many images of each class there were
//     confusion.csv     which classes it takes for which others
//     summary.csv       every image it was checked on: what it is, what the network says
//     new/              the new images, classified
// A fifth of the images is kept apart to check the network: the accuracy that is printed is on
// those. If several images are of one patient, say so, or the figure will be too good: put
//     group=[(patient\d+)_]
// into the line below, with a pattern for the part of the file name that tells the patient.
// Images of tissue at a known scale: add spacing=0.5 (um per pixel), and the network can be laid
// over whole slides.
//
// By hand:    Plugins > Macros > Run..., choose this file, then the three folders.
// Unattended: pass the three paths as the argument, separated by commas:
//     java -jar coverslip.jar macro file=Train_Classifier.ijm argument=cells,new-images,results
//     ImageJ --headless -macro Train_Classifier.ijm cells,new-images,results
// Stop it whenever you like: the same line goes on after the last whole pass.

argument = getArgument();
if (argument != "") {
    parts = split(argument, ",");
    if (parts.length != 3) exit("Give three paths: classes,new-images,results");
    classes = parts[0];
    fresh = parts[1];
    output = parts[2];
} else {
    classes = getDirectory("Folder with a folder per class");
    fresh = getDirectory("Folder with new images");
    output = getDirectory("Folder for the results");
}
while (endsWith(output, "/") || endsWith(output, File.separator)) output = substring(output, 0, lengthOf(output) - 1);

run("Coverslip Train...", "input=[" + classes + "] output=[" + output + "] network=small epochs=15 seed=1");

right = 0;
for (i = 0; i < nResults; i++) {
    if (getResultString("truth", i) == getResultString("prediction", i)) right++;
}
if (nResults > 0) print("Right on " + right + " of " + nResults + " images it did not learn from.");

run("Coverslip Classify...", "input=[" + fresh + "] model=[" + output + "/model] output=[" + output + "/new]");

for (i = 0; i < nResults; i++) {
    print(getResultString("image", i) + ": " + getResultString("prediction", i));
}
