namespace ImageGeneration.Outputs;

/// <summary>Represents an image of a job, with its remarks.</summary>
/// <param name="Image">The image, with its bytes when it was downloaded.</param>
/// <param name="Remarks">The warnings, as words that follow "Image 1".</param>
/// <param name="Fault">The reason why it does not count as delivered; null when it does.</param>
internal sealed record Output(GeneratedImage Image, IReadOnlyList<string> Remarks, OutputFault? Fault = null)
{
    public Output(GeneratedImage image)
        : this(image, [])
    {
    }

    /// <summary>Gets all remarks for an image that is delivered in spite of its fault.</summary>
    public IEnumerable<string> AllRemarks => Fault is null ? Remarks : Remarks.Append(Fault.Remark);
}

/// <summary>Represents the reason why a paid image does not count as delivered.</summary>
/// <param name="Kind">The kind of the failure.</param>
/// <param name="Message">The reason as a sentence.</param>
/// <param name="Remark">The reason as words that follow "Image 1".</param>
internal sealed record OutputFault(FailureKind Kind, string Message, string Remark)
{
    /// <inheritdoc cref="OutputVerdict.IsWithheld"/>
    public bool IsWithheld { get; init; }

    /// <inheritdoc cref="OutputVerdict.MayBeRefusal"/>
    public bool MayBeRefusal { get; init; }

    /// <summary>Gets how much the image is worth when nothing better is delivered: a file more than a link that may still work, that more
    /// than what is no image, that more than what is gone.</summary>
    public int Worth => Kind switch
    {
        FailureKind.OutputRejected when IsFile => 3,
        FailureKind.OutputUnavailable => 2,
        FailureKind.OutputRejected => 1,
        _ => 0,
    };

    /// <summary>Whether the file itself is available, and a check rejected it.</summary>
    public bool IsFile { get; init; }
}
