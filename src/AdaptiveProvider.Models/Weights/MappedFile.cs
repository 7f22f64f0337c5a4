using System.IO.MemoryMappedFiles;

namespace AdaptiveProvider.Models.Weights;

/// <summary>A whole file mapped read-only into memory.</summary>
internal sealed unsafe class MappedFile : WeightMemory, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;

    /// <summary>Maps a file that is not empty.</summary>
    /// <exception cref="ModelFormatException">The file is missing, empty, or may not be read.</exception>
    public MappedFile(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            Length = stream.CanSeek ? stream.Length : throw new ModelFormatException(path, null, "is no ordinary file. Put the file itself there.");
            if (Length == 0)
            {
                throw new ModelFormatException(path, null, "the file is empty. Download it again.");
            }

            _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            throw new ModelFormatException(path, null, $"cannot be read: {failure.Message}", failure);
        }

        byte* data = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        _data = data + _view.PointerOffset;
    }

    public override byte* Data => _data;

    public override long Length { get; }

    public void Dispose()
    {
        if (!IsReleased)
        {
            IsReleased = true;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
