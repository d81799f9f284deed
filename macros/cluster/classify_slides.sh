#!/bin/bash
# classify_slides.sh
#
# One slide per task of an array job, with Fiji and no display. Submit it with SLURM, here for 40 slides:
#     sbatch --array=1-40 --cpus-per-task=8 --mem=16G classify_slides.sh slides tumour-net results
# (SGE and LSF: qsub -t 1-N and bsub -J "x[1-N]" work alike.) Each task takes the slide of its own
# number and writes results/<slide>. A task that was killed goes on where it stopped when it is
# submitted again. FIJI names the launcher if it is not on the PATH.
#
# Fiji ends with 0 whatever happens, so this script looks at the results: it ends with 0 if the
# slide was classified, 1 if the slide failed (why: failures.csv), 2 if nothing was written.
set -u

slides=${1:?folder with slides}
model=${2:?network (bundle folder)}
results=${3:?folder for the results}
task=${SLURM_ARRAY_TASK_ID:-${SGE_TASK_ID:-${LSB_JOBINDEX:?submit this as an array job}}}

# Tables and annotations may lie among the slides; they are not counted.
slide=$(ls "$slides" | grep -viE '\.(csv|tsv|json|geojson|txt|xml|zip|roi)$' | sed -n "${task}p")
[ -n "$slide" ] || { echo "there is no slide number $task in $slides" >&2; exit 2; }
output=$results/$slide

# Inputs on this line have the names that macros use; texts stand in double quotes.
"${FIJI:-fiji}" --headless --run "Coverslip Classify..." \
    "input=\"$slides/$slide\",model=\"$model\",output=\"$output\",region=\"tissue\",overlap=0.25,device=\"cpu\",show=false"

[ -f "$output/summary.csv" ] || { echo "$slide: nothing was written" >&2; exit 2; }
if [ -f "$output/failures.csv" ]; then cat "$output/failures.csv" >&2; exit 1; fi
echo "$slide: $output/summary.csv"
