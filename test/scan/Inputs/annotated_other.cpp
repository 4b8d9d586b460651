// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Annotations of a lock that no model describes.
#define _Acquires_lock_(L)
#define _Releases_lock_(L)

extern "C" void EnterCriticalSection(void *);
extern "C" void LeaveCriticalSection(void *);

class AutoLock
{
  public:
    _Acquires_lock_(this->m_section) AutoLock(void *section) : m_section(section)
    {
        EnterCriticalSection(m_section);
    }
    _Releases_lock_(this->m_section) ~AutoLock()
    {
        LeaveCriticalSection(m_section);
    }

  private:
    void *m_section;
};

void Uses(void *section)
{
    AutoLock lock(section);
}
