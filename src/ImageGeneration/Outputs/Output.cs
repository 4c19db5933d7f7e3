namespace ImageGeneration.Outputs;

/// <summary>An image of a job, and what is to be said of it.</summary>
/// <param name="Image">The image, with its bytes where it was fetched.</param>
/// <param name="Remarks">Warnings, as words that follow "Image 1".</param>
/// <param name="Fault">Why it does not count as delivered; null where it does.</param>
internal sealed record Output(GeneratedImage Image, IReadOnlyList<string> Remarks, OutputFault? Fault = null)
{
    public Output(GeneratedImage image)
        : this(image, [])
    {
    }

    /// <summary>All that is said of the image where it is delivered in spite of its fault.</summary>
    public IEnumerable<string> AllRemarks => Fault is null ? Remarks : Remarks.Append(Fault.Remark);
}

/// <summary>Why a paid image does not count as delivered.</summary>
/// <param name="Kind">One of the kinds of outputs.</param>
/// <param name="Message">The reason, as a sentence.</param>
/// <param name="Remark">The reason, as words that follow "Image 1".</param>
internal sealed record OutputFault(FailureKind Kind, string Message, string Remark)
{
    /// <inheritdoc cref="OutputVerdict.IsWithheld"/>
    public bool IsWithheld { get; init; }

    /// <inheritdoc cref="OutputVerdict.MayBeRefusal"/>
    public bool MayBeRefusal { get; init; }

    /// <summary>How much the image is worth where nothing better comes: a file more than a link that may still work, that more than what
    /// is no image, that more than what is gone.</summary>
    public int Worth => Kind switch
    {
        FailureKind.OutputRejected when IsFile => 3,
        FailureKind.OutputUnavailable => 2,
        FailureKind.OutputRejected => 1,
        _ => 0,
    };

    /// <summary>The file itself is here, and a check rejected it.</summary>
    public bool IsFile { get; init; }
}
