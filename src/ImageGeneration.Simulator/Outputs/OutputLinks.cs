using System.Globalization;
using System.Text.RegularExpressions;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Outputs;

/// <summary>Where the images of a job are, and what they are called.</summary>
internal sealed partial class OutputLinks(Uri host)
{
    public const string Files = "/xezq";
    public const string Weights = "trained_model.tar";
    public const string Streams = "/v1/streams";

    public string Origin { get; } = host.GetLeftPart(UriPartial.Authority);

    /// <summary>Returns the link to image <paramref name="index"/>; its last segment ends in the format that was ordered.</summary>
    public string ImageOf(SimulatedJob job, int index) => $"{Origin}{Files}/{job.Id}/out-{index}.{job.Order.Format}";

    /// <summary>Returns the link to the weights that a training made.</summary>
    public string WeightsOf(SimulatedJob job) => $"{Origin}{Files}/{job.Id}/{Weights}";

    /// <summary>Returns the link to the events of a prediction.</summary>
    public string StreamOf(SimulatedJob job) => $"{Origin}{Streams}/{job.Id}";

    /// <summary>Returns the number of the image in a file's name that <see cref="ImageOf"/> made; null for another name.</summary>
    public static int? IndexIn(string file) =>
        Name().Match(file) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^out-(\d{1,3})\.[a-z]+$")]
    private static partial Regex Name();
}
