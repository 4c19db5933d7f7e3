using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit;

/// <summary>Specifies what a call is made for. The same fault means something else in each operation: a lost answer to a submit may be a
/// paid job.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ProviderOperation>))]
public enum ProviderOperation
{
    /// <summary>Submits a job.</summary>
    Submit,

    /// <summary>Reads the state of a job, or anything else that is free of charge.</summary>
    Read,

    /// <summary>Cancels a job.</summary>
    Cancel,
}
