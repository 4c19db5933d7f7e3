using System.Globalization;
using System.Text;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Writes the log of a prediction up to its progress: the seed, the prompt, and tqdm's progress lines.</summary>
internal static class PredictionLogs
{
    private const int BarWidth = 10;

    // tqdm's eighths of a cell.
    private const string Eighths = " ▏▎▍▌▋▊▉";

    public static string Create(SimulatedJob job, DateTimeOffset now)
    {
        var timeline = job.Timeline;
        if (!timeline.Started(now))
        {
            return "";
        }

        var log = new StringBuilder(256);
        log.Append(CultureInfo.InvariantCulture, $"Using seed: {job.Seed}\n");
        var run = timeline.EndsAt - timeline.StartsAt;
        var progress = run > TimeSpan.Zero ? Math.Min(1, timeline.Ran(now) / run) : 1;
        if (job.Model.DefaultSteps == 0)
        {
            log.Append("Generating...\n");
        }
        else
        {
            log.Append("Prompt: ").Append(job.Order.Prompt).Append("\ntxt2img mode\n");
            AppendProgress(log, job.Order.Steps, progress, run);
        }

        if (timeline.State(now) == SimulatedJobState.Succeeded && !job.Plan.OmitOutput)
        {
            AppendFiltered(log, job);
        }

        return log.ToString();
    }

    // tqdm writes a line now and then and never takes one back: the first step, then every other of many, and the last.
    private static void AppendProgress(StringBuilder log, int steps, double progress, TimeSpan run)
    {
        var done = (int)(steps * progress);
        for (var step = 0; step <= done; step++)
        {
            if (steps <= 20 || step % 2 == 1 || step == 0 || step == steps)
            {
                AppendLine(log, step, steps, run.TotalSeconds * step / Math.Max(steps, 1));
            }
        }
    }

    private static void AppendLine(StringBuilder log, int step, int steps, double seconds)
    {
        var percent = steps == 0 ? 100 : (int)Math.Round(100.0 * step / steps);
        log.Append(CultureInfo.InvariantCulture, $"{percent,3}%|");
        AppendBar(log, steps == 0 ? 1 : (double)step / steps);
        var rate = step > 0 && seconds > 0 ? (step / seconds).ToString("0.00", CultureInfo.InvariantCulture).PadLeft(5) : "?";
        var left = step > 0 ? seconds * (steps - step) / step : 0;
        log.Append(CultureInfo.InvariantCulture, $"| {step}/{steps} [{Clock(seconds)}<{(step > 0 ? Clock(left) : "?")}, {rate}it/s]\n");
    }

    private static void AppendBar(StringBuilder log, double share)
    {
        var eighths = (int)(share * BarWidth * 8);
        log.Append('█', eighths / 8);
        if (eighths / 8 < BarWidth)
        {
            log.Append(Eighths[eighths % 8]).Append(' ', BarWidth - (eighths / 8) - 1);
        }
    }

    private static string Clock(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60:00}:{(int)seconds % 60:00}");

    private static void AppendFiltered(StringBuilder log, SimulatedJob job)
    {
        for (var image = job.Plan.Images; image < job.Order.Count; image++)
        {
            log.Append(CultureInfo.InvariantCulture, $"NSFW content detected in image {image}\n");
        }
    }
}
