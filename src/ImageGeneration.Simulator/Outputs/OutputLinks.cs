using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Outputs;

/// <summary>Where the images of a job are, and what they are called.</summary>
internal sealed class OutputLinks(Uri host)
{
    private const string Streams = "/v1/streams/";
    private const string Weights = "trained_model.tar";

    public string Origin { get; } = host.GetLeftPart(UriPartial.Authority);

    /// <summary>The link to image <paramref name="index"/>; its last segment ends in the format that was ordered.</summary>
    public string Of(SimulatedJob job, int index) => $"{Origin}/xezq/{job.Id}/out-{index}.{job.Order.Format}";

    /// <summary>The events of a prediction.</summary>
    public string StreamOf(SimulatedJob job) => $"{Origin}{Streams}{job.Id}";

    /// <summary>The job in a path that <see cref="StreamOf"/> made.</summary>
    public static bool TryReadStream(string path, out string jobId)
    {
        jobId = path.StartsWith(Streams, StringComparison.Ordinal) ? path[Streams.Length..] : "";
        return jobId.Length > 0;
    }

    /// <summary>The link to the weights that a training made.</summary>
    public string WeightsOf(SimulatedJob job) => $"{Origin}/xezq/{job.Id}/{Weights}";

    /// <summary>The job and the number of the image in a path that <see cref="Of"/> made.</summary>
    public static bool TryRead(string path, out string jobId, out int index)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        jobId = "";
        index = 0;
        if (parts is ["xezq", var trained, Weights])
        {
            jobId = trained;
            return true;
        }

        if (parts is not ["xezq", var id, var file] || !file.StartsWith("out-", StringComparison.Ordinal))
        {
            return false;
        }

        jobId = id;
        return int.TryParse(file.AsSpan(4).TrimEnd("abcdefghijklmnopqrstuvwxyz").TrimEnd('.'), out index);
    }
}
